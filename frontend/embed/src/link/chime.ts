/** The sound of a new message: two soft notes, made here so that no file has to be fetched. */

const NOTES = [
  { hertz: 880, from: 0, to: 0.16 },
  { hertz: 1174.7, from: 0.12, to: 0.36 },
];
const LOUDNESS = 0.05;
/** A sound that comes late tells of nothing. */
const LATE_MS = 500;

let context: AudioContext | undefined;

/** Plays it, where the browser allows; a page that nobody has touched yet may not make a sound. */
export function chime(): void {
  void play().catch(() => undefined);
}

async function play(): Promise<void> {
  const asked = performance.now();
  context ??= new AudioContext();
  await context.resume();
  if (performance.now() - asked > LATE_MS) return;
  const now = context.currentTime;
  for (const { hertz, from, to } of NOTES) {
    const note = new OscillatorNode(context, { frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    // A note that starts or ends at once clicks.
    volume.gain.setValueAtTime(0, now + from);
    volume.gain.linearRampToValueAtTime(LOUDNESS, now + from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + to);
    note.connect(volume).connect(context.destination);
    note.start(now + from);
    note.stop(now + to);
  }
}
