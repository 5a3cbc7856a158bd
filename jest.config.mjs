const LANES = {
  unit: ['<rootDir>/{apps,libs}/**/!(*.int|*.kafka).spec.ts'],
  int: ['<rootDir>/{apps,libs}/**/*.int.spec.ts'],
  kafka: ['<rootDir>/{apps,libs}/**/*.kafka.spec.ts', '<rootDir>/test/kafka/**/*.spec.ts'],
  contracts: ['<rootDir>/test/contracts/**/*.spec.ts'],
  architecture: ['<rootDir>/test/architecture/**/*.spec.ts'],
  journeys: ['<rootDir>/test/journeys/**/*.spec.ts'],
  faults: ['<rootDir>/test/faults/**/*.spec.ts'],
};

// These two touch no database; the others share one throw-away PostgreSQL a run.
const WITHOUT_DATABASE = ['unit', 'architecture'];
const database = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

// These start the product itself, so it is built first.
const BUILT = ['contracts', 'journeys', 'faults'];

// This one has a broker beside the database, and starts the product too.
const kafka = {
  globalSetup: '<rootDir>/test/support/global-setup-kafka.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.mjs'],
};

/** @type {import('jest').Config} */
const everyLane = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@bihuan/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
      },
    ],
  },
};

/** @type {import('jest').Config} */
export default {
  maxWorkers: 2,
  // A deadline, not a measure: on a busy machine a database or a broker may need seconds to come up.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/support/plain-line.reporter.mjs'],
  projects: Object.entries(LANES).map(([displayName, testMatch]) => ({
    ...everyLane,
    ...(WITHOUT_DATABASE.includes(displayName) ? {} : database),
    ...(BUILT.includes(displayName) ? { globalSetup: '<rootDir>/test/support/global-setup-built.mjs' } : {}),
    ...(displayName === 'kafka' ? kafka : {}),
    displayName,
    testMatch,
  })),
};
