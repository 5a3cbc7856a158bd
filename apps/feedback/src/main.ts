import { serve } from '@bihuan/serving';
import { feedbackConfig } from './feedback.config.js';
import { feedbackMigrations, FeedbackModule } from './feedback.module.js';

await serve('feedback', feedbackConfig, () => ({
  services: [FeedbackModule],
  migrations: feedbackMigrations,
}));
