/** Ties a test to the rules it proves. */

import type { TestDetails } from "@playwright/test";

import type { JivoRowId } from "./jivo_rows";
import type { OnWebChatRowId } from "./onwebchat_rows";
import type { OwidgetRowId } from "./owidget_rows";
import type { RowId } from "./rows";

/** The type of the annotation that names a rule. */
export const RULE = "rule";

/** What a test says of itself: the rules it proves. */
export function proves(...ids: readonly (RowId | JivoRowId | OwidgetRowId | OnWebChatRowId)[]): TestDetails {
  return { annotation: ids.map((description) => ({ type: RULE, description })) };
}
