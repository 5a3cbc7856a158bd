import { serve } from '@bihuan/serving';
import { routingConfig } from './routing.config.js';
import { routingMigrations, RoutingModule } from './routing.module.js';

await serve('routing', routingConfig, () => ({
  services: [RoutingModule],
  migrations: routingMigrations,
}));
