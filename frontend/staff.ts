// What the operations room loads, after it is shown.

import { again } from "./modules/again";
import { alarms } from "./modules/alarms";
import { broadcast } from "./modules/alerts";
import { boxes } from "./modules/boxes";
import { clock } from "./modules/clock";
import { composer } from "./modules/composer";
import { count } from "./modules/count";
import { density } from "./modules/density";
import { errors } from "./modules/errors";
import { keys, keysSwitch } from "./modules/keys";
import { live } from "./modules/live";
import { map } from "./modules/map";
import { menu } from "./modules/menu";
import { offline } from "./modules/offline";
import { once } from "./modules/once";
import { opsTime } from "./modules/ops-time";
import { passkey } from "./modules/passkey";
import { presence } from "./modules/presence";
import { queue } from "./modules/queue";
import { receipt } from "./modules/receipt";
import { reply } from "./modules/reply";
import { alarmSound } from "./modules/sound";
import { start } from "./modules/start";
import { suggest } from "./modules/suggest";
import { tasks } from "./modules/tasks";
import { theme } from "./modules/theme";

start({
  again,
  "alarm-sound": alarmSound,
  alarms,
  boxes,
  broadcast,
  clock,
  composer,
  count,
  density,
  errors,
  keys,
  "keys-switch": keysSwitch,
  live,
  map,
  menu,
  offline,
  once,
  "ops-time": opsTime,
  passkey,
  presence,
  queue,
  receipt,
  reply,
  suggest,
  tasks,
  theme,
});
