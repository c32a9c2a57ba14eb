/** Finds out that a peer has gone silent: asks regularly, and gives up when nothing at all is heard for a while behind that. */
export class Pulse {
  #interval: ReturnType<typeof setInterval> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param ask sends something that a living peer answers
   * @param silent is called once, when none did within `patienceMs`
   */
  constructor(
    private readonly intervalMs: number,
    private readonly patienceMs: number,
    private readonly ask: () => void,
    private readonly silent: () => void,
  ) {}

  start(): void {
    this.#interval = setInterval(() => this.check(), this.intervalMs);
    this.check();
  }

  /** Asks now, for instance since the network has changed. */
  check(): void {
    this.ask();
    this.#deadline ??= setTimeout(this.silent, this.patienceMs);
  }

  /** Whatever comes is a sign of life. */
  heard(): void {
    if (this.#deadline !== undefined) {
      clearTimeout(this.#deadline);
      this.#deadline = undefined;
    }
  }

  stop(): void {
    clearInterval(this.#interval);
    this.heard();
  }
}
