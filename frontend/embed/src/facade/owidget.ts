/** owidget's API, which is mluvii's (CONTRACT 3). */

import { guarded } from "../core/say";
import { run } from "../owidget/run";

guarded(run);
