/** The services that serve a part of the surface; the first also serves what names none. */
export declare const services: readonly string[];

/** Every process beside PostgreSQL, the broker and the gateway. */
export declare const apps: readonly string[];

/** What a process of the cluster is told: its own logins and files, and nothing of this shell's environment. */
export declare function environmentOf(
  app: string,
  told: { readonly dir: string; readonly postgresPort: number; readonly kafkaBrokers: readonly string[] | null },
): Record<string, string>;
