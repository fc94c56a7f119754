/**
 * Entry: the page inside the settings that shows a site as the form beside it says it now. The form's entries come as they
 * would be sent to the server; here they become what a customer's page would write into its configuration.
 */

/** Patience with a form that is being written in, in ms: a restart for every key would flicker. */
const PAUSE_MS = 150;

type Api = ((method: string, ...rest: unknown[]) => void) & { _chatExpanded?: boolean; q?: unknown[] };

const stored = JSON.parse(document.getElementById("usher-preview")?.textContent ?? "{}") as Record<string, unknown>;
const page = window as unknown as { UsherConfig: unknown; Usher?: Api };
let timer: ReturnType<typeof setTimeout> | undefined;

page.UsherConfig = stored;

window.addEventListener("message", ({ origin, source, data }: MessageEvent<unknown>) => {
  if (origin !== location.origin || source !== window.parent || typeof data !== "string") return;
  clearTimeout(timer);
  timer = setTimeout(() => show(new URLSearchParams(data)), PAUSE_MS);
});

function show(form: URLSearchParams): void {
  const api = page.Usher;
  const isOpen = api?._chatExpanded === true;
  page.UsherConfig = { ...stored, ...readConfig(form) };
  api?.("restart");
  if (isOpen) api("openChat");
}

/** The form as a configuration (`CONTRACT` 2.2). What is hidden, or not for this device, is shown nevertheless: it is a preview. */
export function readConfig(form: URLSearchParams): Record<string, unknown> {
  const text = (name: string): string | undefined => {
    const value = form.get(`form[${name}]`)?.trim();
    return value === "" ? undefined : value;
  };
  const number = (name: string): number | undefined => {
    const value = text(name);
    return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
  };
  const color = (name: string): string | undefined => text(`colors][${name}`);
  const config: Record<string, unknown> = {
    accentColor: text("accent"),
    buttonStyle: text("button_style"),
    buttonPosition: text("position"),
    buttonSize: number("button_size"),
    chatWidth: number("chat_width"),
    chatHeight: number("chat_height"),
    zIndex: number("z_index"),
    language: text("language"),
    locale: words(form),
    headerText: text("header"),
    welcomeText: text("welcome"),
    onlineTitle: text("online"),
    offlineTitle: text("offline"),
    offlineText: text("offline_welcome"),
    colors: present({
      buttonText: color("button_text"),
      buttonBg: color("button_bg"),
      chatBg: color("chat_bg"),
      clientBubbleBg: color("client_bubble_bg"),
      agentBubbleBg: color("agent_bubble_bg"),
    }),
    startHidden: false,
    disabledOnMobile: false,
    mobileOnly: false,
  };
  return present(config);
}

/** The words of one language, if the form is about them. A key comes twice where its field is empty: then with the word that is said instead. */
function words(form: URLSearchParams): Record<string, string> | undefined {
  const pairs = [...form].flatMap(([name, value]) => {
    const key = /^form\[words\]\[(\w+)\]$/.exec(name)?.[1];
    return key === undefined || value.trim() === "" ? [] : [[key, value] as const];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** What has a value: an absent key leaves it to the site's settings, an undefined one might not. */
function present(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
