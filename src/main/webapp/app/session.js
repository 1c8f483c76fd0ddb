import { Api } from './api.js';

/**
 * The signed-in user. The key exists only in the memory of this page, where scripts of other pages of this server cannot read
 * it. It is lost when the page is reloaded or closed.
 */
export class Session {
  #key;

  constructor(key, me, onRefused) {
    this.#key = key;
    this.user = me.user;
    this.roles = me.roles;
    this.tier = me.tier;
    this.api = new Api(key, onRefused);
  }

  /** Credential for the first WebSocket frame, because a browser cannot send it in a header. */
  get credential() {
    return { api_key: this.#key };
  }

  /** Admins have every role. */
  can(role) {
    return this.roles.includes(role) || this.roles.includes('admin');
  }
}

/** @throws {Problem} if the key is not valid or the server is unreachable */
export async function signIn(key, onRefused) {
  return new Session(key, await new Api(key).get('/me'), onRefused);
}
