// Runs in the head, before anything is painted, so that a chosen theme or density never flashes the
// other one.
import { applyDensity } from "./modules/density";
import { applyTheme } from "./modules/theme";

applyTheme();
applyDensity();
