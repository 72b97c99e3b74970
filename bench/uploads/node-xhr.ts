import { type Agent, type ClientRequest, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Makes an XMLHttpRequest for Node with as much as Uppy uses, over the connections of an agent. */
export function nodeXhr(agent: Agent) {
  return class NodeXhr {
    readonly upload: { onprogress?: (event: { lengthComputable: true; loaded: number; total: number }) => void } = {};
    onload: () => void = () => {};
    onerror: () => void = () => {};
    withCredentials = false;
    responseType = '';
    readyState = 0;
    status = 0;
    statusText = '';
    responseText = '';
    #headers: Record<string, string> = {};
    #target = { method: '', url: '' };
    #sending: ClientRequest | undefined;

    get response(): string {
      return this.responseText;
    }

    open(method: string, url: string): void {
      this.#target = { method: method.toUpperCase(), url };
    }

    setRequestHeader(name: string, value: string): void {
      this.#headers[name] = value;
    }

    abort(): void {
      this.#sending?.destroy();
    }

    send(form: FormData): void {
      this.#post(form).then(
        () => this.onload(),
        () => this.onerror(),
      );
    }

    async #post(form: FormData): Promise<void> {
      const encoded = new Response(form);
      const body = Buffer.from(await encoded.arrayBuffer());
      const headers = {
        ...this.#headers,
        'content-type': encoded.headers.get('content-type') ?? '',
        'content-length': body.length,
      };
      await new Promise<void>((resolve, reject) => {
        const sending = request(this.#target.url, { method: this.#target.method, headers, agent }, async (response) => {
          try {
            this.responseText = await text(response);
            this.status = response.statusCode ?? 0;
            this.readyState = 4;
            resolve();
          } catch (error) {
            reject(error);
          }
        });
        this.#sending = sending;
        sending.on('error', reject);
        sending.end(body, () => {
          this.upload.onprogress?.({ lengthComputable: true, loaded: body.length, total: body.length });
        });
      });
    }
  };
}
