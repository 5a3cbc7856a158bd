/** All that the server sees of our environment. Messages stay English, so that its ready line can be recognised. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({ LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] ?? '' });
