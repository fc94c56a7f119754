/** One tab at a time. */

/** What is done in this document, by its name, where the browser has no locks. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Does `work` while no other tab of this origin does work of the same name. Where the browser has no locks (plain http,
 * storage denied) at least this tab does one after the other: the server knows a message by its id, and is spared its
 * repetition by the lock.
 */
export async function locked<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Not there outside secure contexts, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  let entered = false as boolean; // the callback changes it
  try {
    if (locks !== undefined) {
      return await locks.request(name, () => {
        entered = true;
        return work();
      });
    }
  } catch (error) {
    if (entered) throw error;
  }
  const done = (queues.get(name) ?? Promise.resolve()).then(work, work);
  queues.set(name, done);
  return done;
}
