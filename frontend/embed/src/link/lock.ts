/** One tab at a time. */

/**
 * Does `work` while no other tab of this origin does work of the same name. Where the browser has no locks (plain http,
 * storage denied) it is done all the same: the server knows a message by its id, the lock only spares it the
 * repetition.
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
  return work();
}
