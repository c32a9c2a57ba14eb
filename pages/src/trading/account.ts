import { byId, setText } from "../common/dom.ts";

const USER = "tickgate.user";
const TOKEN = "tickgate.token";

/** Who looks at the page. The user's name stays in this browser, the token in this tab. */
export interface Account {
  user: string;
  token: string;
}

export function storedAccount(): Account {
  const named = new URLSearchParams(location.search).get("user_id");
  return { user: named ?? localStorage.getItem(USER) ?? "viewer", token: sessionStorage.getItem(TOKEN) ?? "" };
}

/** The dialogue in which somebody says who he is. */
export class AccountDialog {
  readonly #dialog = byId<HTMLDialogElement>("account");
  readonly #user = byId<HTMLInputElement>("account-user");
  readonly #token = byId<HTMLInputElement>("account-token");
  readonly #why = byId("account-why");

  constructor(onChange: (account: Account) => void) {
    byId("account-open").addEventListener("click", () => this.open(""));
    byId("account-cancel").addEventListener("click", () => this.#dialog.close());
    const apply = (): void => {
      const account = { user: this.#user.value.trim() || "viewer", token: this.#token.value.trim() };
      localStorage.setItem(USER, account.user);
      sessionStorage.setItem(TOKEN, account.token);
      this.#dialog.close();
      onChange(account);
    };
    byId("account-apply").addEventListener("click", apply);
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
        event.preventDefault();
        apply();
      }
    });
  }

  /** @param why something is wanted; empty where the person asked for it */
  open(why: string): void {
    if (!this.#dialog.open) {
      const stored = storedAccount();
      this.#user.value = stored.user;
      this.#token.value = stored.token;
      this.#dialog.showModal();
    }
    setText(this.#why, why);
  }
}
