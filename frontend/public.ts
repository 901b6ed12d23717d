// What the public pages load, after they are shown.

import { alerts, share } from "./modules/alerts";
import { camera } from "./modules/camera";
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
import { proof } from "./modules/proof";
import { receipt } from "./modules/receipt";
import { report } from "./modules/report";
import { start } from "./modules/start";
import { tells } from "./modules/tells";
import { theme } from "./modules/theme";
import { thread } from "./modules/thread";
import { upload } from "./modules/upload";
import { wait } from "./modules/wait";
import { waitingLine } from "./modules/waiting";
import { registerWorker } from "./modules/worker";

start({
  alerts,
  camera,
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
  proof,
  receipt,
  report,
  share,
  tells,
  theme,
  thread,
  upload,
  wait,
  waiting: waitingLine,
});
registerWorker();
