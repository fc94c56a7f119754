/** Jivo's API (CONTRACT 1). */

import { guarded } from "../core/say";
import { run } from "../jivo/life";

guarded(run);
