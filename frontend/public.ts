// What the public pages load, after they are shown.

import { alerts, share } from "./modules/alerts";
import { clock } from "./modules/clock";
import { count } from "./modules/count";
import { errors } from "./modules/errors";
import { exit } from "./modules/exit";
import { live } from "./modules/live";
import { map } from "./modules/map";
import { menu } from "./modules/menu";
import { near, nearForm } from "./modules/near";
import { offline } from "./modules/offline";
import { once } from "./modules/once";
import { passkey } from "./modules/passkey";
import { receipt } from "./modules/receipt";
import { report } from "./modules/report";
import { start } from "./modules/start";
import { theme } from "./modules/theme";
import { thread } from "./modules/thread";
import { registerWorker } from "./modules/worker";

start({
  alerts,
  clock,
  count,
  errors,
  exit,
  live,
  map,
  menu,
  near,
  "near-form": nearForm,
  offline,
  once,
  passkey,
  receipt,
  report,
  share,
  theme,
  thread,
});
registerWorker();
