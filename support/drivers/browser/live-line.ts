import type { BrowserContext, WebSocketRoute } from 'playwright-core';

/** The WebSockets of a page's context: they pass as they are until the line is cut, and again once it is restored. */
export class LiveLine {
  #isCut = false;
  readonly #routes = new Set<WebSocketRoute>();

  private constructor() {}

  /** To be called before the page is opened, since what it opened already would pass by. */
  static async before(context: BrowserContext): Promise<LiveLine> {
    const line = new LiveLine();
    await context.routeWebSocket(/\/ws\//, (route) => line.#take(route));
    return line;
  }

  /** Ends what is open, without a word of farewell, and lets nothing new through. */
  async cut(): Promise<void> {
    this.#isCut = true;
    await Promise.all([...this.#routes].map((route) => route.close({ code: 1012, reason: 'the line broke' })));
    this.#routes.clear();
  }

  restore(): void {
    this.#isCut = false;
  }

  async #take(route: WebSocketRoute): Promise<void> {
    if (this.#isCut) return await route.close({ code: 1012, reason: 'the line is cut' });
    this.#routes.add(route);
    const server = route.connectToServer();
    route.onMessage((message) => server.send(message));
    server.onMessage((message) => route.send(message));
    route.onClose((code, reason) => void this.#end(route, () => server.close(closing(code, reason))));
    server.onClose((code, reason) => void this.#end(route, () => route.close(closing(code, reason))));
  }

  async #end(route: WebSocketRoute, close: () => Promise<void>): Promise<void> {
    this.#routes.delete(route);
    await close();
  }
}

/** Codes that tell only that no code was sent must not be sent themselves. */
function closing(code: number | undefined, reason: string | undefined) {
  return code === undefined || code === 1005 || code === 1006 ? {} : { code, ...(reason && { reason }) };
}
