/** What a process of the cluster is told: its own logins and files, and nothing of this shell's environment. */
export declare function environmentOf(
  app: string,
  told: { readonly dir: string; readonly postgresPort: number; readonly kafkaBrokers: readonly string[] | null },
): Record<string, string>;
