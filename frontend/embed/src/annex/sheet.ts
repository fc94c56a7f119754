/**
 * What Jivo's elements on the customer's page wear. The frame brings it there: nothing is shown before the frame has said
 * how, and the page's own script is short of bytes.
 */

import shared from "../core/view.css?inline";
import own from "./sheet.css?inline";

/** Said to the page as `sheet`. */
export const SHEET = shared + own;
