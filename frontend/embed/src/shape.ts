/** Checks of data that came from elsewhere. */

/** Whether a value has a certain form. */
export type Check = (value: unknown) => boolean;

/** Any text. */
export const text: Check = (value) => typeof value === "string";
/** True or false. */
export const flag: Check = (value) => typeof value === "boolean";
/** A whole number from 0. */
export const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
/** No demands. */
export const anything: Check = () => true;

/** Null, or what `check` says. */
export const maybe =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** An object with these fields; it may have others. */
export const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([name, check]) => check(own(value, name)));

/** An object with any fields, all of one kind. */
export const mapOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);

/**
 * The message in `data`, a text of at most `longest` characters, if its `type` is in the table and its form is the one
 * there; null for everything else.
 */
export function readMessage<Message extends { readonly type: string }>(
  data: unknown,
  longest: number,
  table: Readonly<Record<Message["type"], Check>>,
): Message | null {
  if (typeof data !== "string" || data.length > longest) return null;
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isObject(message)) return null;
  const check = own(table, own(message, "type")) as Check | undefined;
  return check?.(message) === true ? (message as Message) : null;
}

/** An object that is no array. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property: `constructor` is no message's type, and `__proto__` no field. */
export function own(from: object, name: unknown): unknown {
  return typeof name === "string" && Object.prototype.hasOwnProperty.call(from, name)
    ? (from as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
