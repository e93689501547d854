import type { Tenant } from './tenant.ts';

/** The open tenants of one cloud. */
export class Tenants<T extends Tenant> {
  readonly #open = new Map<string, T>();

  list(): readonly T[] {
    return [...this.#open.values()];
  }

  get(id: string): T | undefined {
    return this.#open.get(id);
  }

  close(tenant: T): void {
    tenant.close();
    this.#open.delete(tenant.id);
  }

  protected keep(tenant: T): T {
    this.#open.set(tenant.id, tenant);
    return tenant;
  }
}
