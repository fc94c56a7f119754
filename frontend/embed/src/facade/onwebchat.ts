/** onWebChat's API (CONTRACT 4). */

import { guarded } from "../core/say";
import { run } from "../onwebchat/run";

guarded(run);
