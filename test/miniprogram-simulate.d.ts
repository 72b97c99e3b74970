/** Types for the part of miniprogram-simulate that we use; it ships none. */
declare module 'miniprogram-simulate' {
  export interface Rendered {
    dom: HTMLElement;
    data: Record<string, unknown>;
    setData(data: Record<string, unknown>): void;
    attach(parent: HTMLElement): void;
    detach(): void;
    querySelector(selector: string): Rendered | undefined;
    querySelectorAll(selector: string): Rendered[];
    dispatchEvent(name: string, options?: { detail?: unknown; bubbles?: boolean }): void;
    addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
    triggerLifeTime(name: string): void;
  }
  export interface Simulate {
    load(path: string, tagName: string, options: { rootPath: string }): string;
    load(definition: { template: string; usingComponents: Record<string, string> }): string;
    render(id: string, properties?: Record<string, unknown>): Rendered;
  }
  const simulate: Simulate;
  export default simulate;
}
