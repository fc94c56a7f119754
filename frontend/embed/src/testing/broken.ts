/** A page that has broken what every script needs. */

/**
 * What old libraries do to a page: methods of arrays that do something else, and things that every object has. The test
 * runs on the same prototypes, so only calls of ours meet the broken ones; `used` says which.
 */
export function breakPrototypes(): (() => void) & { used: string[] } {
  const arrays = Array.prototype as unknown as Record<string, unknown>;
  const objects = Object.prototype as Record<string, unknown>;
  const names = "map forEach filter find some every reduce includes indexOf concat push slice join entries keys at";
  const used: string[] = [];
  const whole = names.split(" ").map((name) => [name, arrays[name] as (...args: unknown[]) => unknown] as const);
  for (const [name, method] of whole) {
    arrays[name] = function broken(this: unknown, ...args: unknown[]): unknown {
      const caller = new Error().stack?.split("\n")[2] ?? "";
      if (!/src\/(core|facade|owidget|onwebchat|port|shape|change)/.test(caller) || caller.includes(".test.ts"))
        return method.apply(this, args);
      used[used.length] = `${name} ${caller}`;
      throw new Error("patched");
    };
  }
  objects.extend = "everything";
  return Object.assign(
    () => {
      for (const [name, method] of whole) arrays[name] = method;
      delete objects.extend;
    },
    { used },
  );
}
