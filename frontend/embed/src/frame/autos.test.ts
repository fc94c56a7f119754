// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Keep } from "../link/keep";
import { FakeStorage } from "../testing/fake_storage";
import { makeAutos, type Autos } from "./autos";

let storage: FakeStorage;
let changed: ReturnType<typeof vi.fn<() => void>>;
const make = (scope = "site:demo"): Autos => makeAutos(scope, new Keep(storage), changed);
const texts = (autos: Autos): string[] => autos.list().map(({ text }) => text);

beforeEach(() => {
  storage = new FakeStorage();
  changed = vi.fn<() => void>();
});

describe("automatic messages", () => {
  test("are kept in this browser, for this visitor, until the server has them", () => {
    const autos = make();
    const one = autos.add("one", false)!;
    const two = autos.add("two", true)!;
    expect([texts(make()), texts(make("client:demo:1"))]).toEqual([["one", "two"], []]);
    expect(one.client_id).toMatch(/^[0-9a-f-]{36}$/);
    expect([one.seen, two.seen]).toEqual([false, true]);
    autos.drop([undefined, "unknown", one.client_id]);
    expect(texts(make())).toEqual(["two"]);
    autos.drop([two.client_id]);
    expect([texts(autos), storage.length]).toEqual([[], 0]);
  });

  test("are not said twice while the first is waiting", () => {
    make().add("Hi!", false);
    changed.mockClear();
    expect(make().add("Hi!", false)).toBeNull();
    expect([texts(make()), changed.mock.calls]).toEqual([["Hi!"], []]);
  });

  test("are as many as one message takes along, and of more the last ones", () => {
    const autos = make();
    for (let n = 1; n <= 12; n++) autos.add(`${n}`, false);
    expect(texts(autos)).toEqual(Array.from({ length: 10 }, (_, n) => `${n + 3}`));
  });

  test("are seen once, and stay seen", () => {
    const autos = make();
    autos.add("one", false);
    autos.see();
    expect(make().list()).toMatchObject([{ text: "one", seen: true }]);
  });

  test("of nobody in particular become a person's", () => {
    const [nobody, person] = [make(), make("client:demo:1")];
    person.add("old", true);
    nobody.add("new", false);
    person.adopt(nobody.list());
    expect(texts(make("client:demo:1"))).toEqual(["old", "new"]);
  });

  test("are shared by tabs, and let go of", () => {
    const autos = make();
    const said = (): boolean => window.dispatchEvent(new StorageEvent("storage", { key: "usher:autos:site:demo" }));
    said();
    expect(changed).toHaveBeenCalledOnce();
    autos.stop();
    said();
    expect(changed).toHaveBeenCalledOnce();
  });

  test("that somebody else has written are none", () => {
    for (const rubbish of ["{", "5", '"text"', "{}", "null"]) {
      storage.setItem("usher:autos:site:demo", rubbish);
      expect(texts(make())).toEqual([]);
    }
  });
});
