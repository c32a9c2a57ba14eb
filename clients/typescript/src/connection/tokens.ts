import { TickgateError } from "../errors.js";
import type { TokenReason } from "../options.js";

/** The token to show, and where another one comes from. */
export class Tokens {
  #token: string | undefined;
  #refused = 0;

  constructor(
    token: string | undefined,
    private readonly getToken: ((reason: TokenReason) => string | Promise<string>) | undefined,
  ) {
    this.#token = token;
  }

  /** Whether another token may be had than the one that was refused. */
  get renewable(): boolean {
    return !!this.getToken && this.#refused < 2;
  }

  /** @throws TickgateError `token` */
  async get(): Promise<string | undefined> {
    return this.#token ?? (this.getToken && (await this.renew(this.#refused > 0 ? "refused" : "connect")));
  }

  /** @throws TickgateError `token` */
  async renew(reason: TokenReason): Promise<string | undefined> {
    if (!this.getToken) {
      return this.#token;
    }
    try {
      this.#token = await this.getToken(reason);
    } catch (error) {
      throw new TickgateError("token", `getToken failed: ${String(error)}`, undefined, error);
    }
    return this.#token;
  }

  /** It does not count any more. */
  refused(): void {
    this.#token = undefined;
    this.#refused++;
  }

  accepted(): void {
    this.#refused = 0;
  }

  use(token: string): void {
    this.#token = token;
  }
}
