// What only the page for reporting without a signal loads.

import { phone } from "./modules/phone";
import { start } from "./modules/start";

start({ phone });
