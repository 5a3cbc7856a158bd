import { Agent, request } from 'node:http';

const BOUNDARY = '----bihuan-bench-7c1d';

/** Speaks HTTP over connections that stay open, with as little work of its own as can be: it shares the cores. */
export class HttpClient {
  #agent;
  #base;

  constructor(baseUrl, connections) {
    this.#base = new URL(baseUrl);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  }

  get(path, key) {
    return this.#ask('GET', path, { authorization: `Bearer ${key}` });
  }

  post(path, key, body = {}) {
    return this.#ask('POST', path, { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body);
  }

  upload(path, key, { bytes, type }) {
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="photo"\r\nContent-Type: ${type}\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
    const headers = { authorization: `Bearer ${key}`, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    return this.#ask('POST', path, headers, body);
  }

  close() {
    this.#agent.destroy();
  }

  #ask(method, path, headers, body) {
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const sized = bytes === undefined ? headers : { ...headers, 'content-length': bytes.length };
    const { hostname, port } = this.#base;
    return new Promise((resolve, reject) => {
      const asked = request({ agent: this.#agent, hostname, port, method, path, headers: sized }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() }));
      });
      asked.on('error', reject);
      asked.end(bytes);
    });
  }
}
