import { Api } from './api.js';

/** Who is signed in. The key is kept in this tab only, and gone with it. */
const KEY = 'marketbell.key';

export class Session {
  #key;

  constructor(key, me, onRefused) {
    this.#key = key;
    this.user = me.user;
    this.roles = me.roles;
    this.tier = me.tier;
    this.api = new Api(key, onRefused);
  }

  /** For the WebSocket's first frame, which is where a browser can put it. */
  get credential() {
    return { api_key: this.#key };
  }

  /** Admins may do everything. */
  can(role) {
    return this.roles.includes(role) || this.roles.includes('admin');
  }
}

export function rememberedKey() {
  return sessionStorage.getItem(KEY);
}

/** @throws {Problem} where the key is worth nothing, or nobody answers */
export async function signIn(key, onRefused) {
  return new Session(key, await new Api(key).get('/me'), onRefused);
}

export function remember(key) {
  sessionStorage.setItem(KEY, key);
}

export function forget() {
  sessionStorage.removeItem(KEY);
}
