/**
 * Entry: the page that mluvii's libraries for Android and iOS show inside an app (CONTRACT 3.3). The app asks it to open the
 * chat, and is told who is online and that the chat was closed; all else is what any page with `OOWidget.js` does.
 */

type Widget = Record<string, (...args: unknown[]) => void>;

/** What the app has put beside the page: an object on Android, a port on iOS, a function of newer libraries. */
interface App {
  readonly mluviiLibrary?: { readonly setOperatorStatus?: (code: string) => void };
  readonly webkit?: { readonly messageHandlers?: { readonly mluviiLibrary?: { postMessage: (message: object) => void } } };
  readonly mluviiEventHandler?: (event: string, session: string) => void;
}

interface Page extends App {
  $owidgetOnLoad?: (owidget: Widget) => void;
  openChat?: () => void;
}

const page = window as unknown as Page;
const query = new URLSearchParams(location.search);

// The page is the same for everybody, and has no words of its own.
document.documentElement.lang = query.get("l") ?? navigator.language;

page.$owidgetOnLoad = (owidget) => {
  owidget.setStatusUpdateCallback?.((code: number) => {
    page.mluviiLibrary?.setOperatorStatus?.(String(code));
    page.webkit?.messageHandlers?.mluviiLibrary?.postMessage({ type: "status", value: code });
  });
  owidget.setAppEventCallback?.(({ type }: { readonly type: string }) => {
    // No session of ours has an id that an app could use.
    page.mluviiEventHandler?.(type, "");
    // Both libraries listen to this one; in a browser's own window it does nothing.
    if (type === "chatWindowClosed") window.close();
  });
  const [company, tenant] = [query.get("c"), query.get("t")];
  owidget.init?.(tenant ? [company, tenant] : company, query.get("p"), query.get("l"), query.get("s"));
  owidget.connectToServer?.();
  page.openChat = () => owidget.openChat?.();
};
