import { randomBytes } from 'node:crypto';
import type { World } from '../../../world/world.ts';
import type { Opening } from '../../tenants/tenant.ts';
import { Tenants } from '../../tenants/tenants.ts';
import type { Bearer } from './bearer.ts';
import { Project } from './project.ts';

interface Token {
  readonly bearer: Bearer;
  /** Wall milliseconds; undefined for tokens that do not expire. */
  readonly expiresAt: number | undefined;
}

/** All open projects and the tokens that lead into them. */
export class Projects extends Tenants<Project> {
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();

  /** @param platformToken the token of OptiInfra, which every project's service account trusts; nobody's without it */
  constructor(world: World, platformToken: string | undefined) {
    super();
    this.#world = world;
    if (platformToken) this.#tokens.set(platformToken, { bearer: { kind: 'platform' }, expiresAt: undefined });
  }

  open(opening: Opening): { readonly project: Project; readonly ownerToken: string } {
    const project = this.keep(new Project(opening, this.#world));
    const bearer: Bearer = { kind: 'owner', projectId: project.id, email: project.ownerEmail };
    return { project, ownerToken: this.#remember(bearer, undefined) };
  }

  override close(project: Project): void {
    super.close(project);
    for (const [token, { bearer }] of this.#tokens) {
      if (bearer.kind !== 'platform' && bearer.projectId === project.id) this.#tokens.delete(token);
    }
  }

  /** Undefined for a token that is unknown or has expired. */
  bearer(token: string): Bearer | undefined {
    const known = this.#tokens.get(token);
    return known && (known.expiresAt ?? Number.POSITIVE_INFINITY) > Date.now() ? known.bearer : undefined;
  }

  /** A token of the project's service account that lasts for wall seconds. */
  lend(project: Project, seconds: number): { readonly token: string; readonly expiresAt: number } {
    const expiresAt = Date.now() + seconds * 1000;
    const bearer: Bearer = { kind: 'service-account', projectId: project.id, email: project.serviceAccount };
    return { token: this.#remember(bearer, expiresAt), expiresAt };
  }

  #remember(bearer: Bearer, expiresAt: number | undefined): string {
    const token = `ya29.${randomBytes(48).toString('base64url')}`;
    this.#tokens.set(token, { bearer, expiresAt });
    return token;
  }
}
