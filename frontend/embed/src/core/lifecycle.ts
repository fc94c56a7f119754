/** The widget's lives on one page: started, started again, ended for good. */

import { fail } from "./say";
import { Widget, type Options } from "./widget";

/** Holds the one widget of a page. */
export class Lifecycle {
  /** The widget, while there is one. */
  widget: Widget | null = null;
  private isEnded = false;

  /** `read` reads the page's configuration as it is then; a sentence instead of options says what is missing. */
  constructor(private readonly read: () => Options | string) {}

  /** Makes the widget; one that is there is removed first. Visitor and history are the frame's and stay. */
  start(): void {
    if (this.isEnded) return;
    this.widget?.remove();
    this.widget = null;
    const options = this.read();
    if (typeof options === "string") fail(options);
    else this.widget = new Widget(options);
  }

  /** Removes the widget; nothing brings it back but the script being loaded again. */
  end(): void {
    this.isEnded = true;
    this.widget?.remove();
    this.widget = null;
  }

  /** False once it was ended. */
  isAlive(): boolean {
    return !this.isEnded;
  }
}
