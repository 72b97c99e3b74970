/** State of the last build, published by the preview's server (see dev/preview/http/build-events.ts). */
interface BuildState {
  readonly id: string;
  readonly problems: readonly string[];
}

/** Reloads the page after a new build, and shows the errors of a failed one over it. */
export function showBuildState(document: Document): void {
  const shown = document.documentElement.dataset['build'];
  const overlay = document.createElement('pre');
  overlay.className = 'build-problems';
  overlay.dataset['previewBuildProblems'] = '';
  overlay.setAttribute('role', 'alert');
  new EventSource('/preview/events').addEventListener('message', ({ data }) => {
    // Written by the preview's own server.
    const { id, problems } = JSON.parse(data) as BuildState;
    overlay.textContent = problems.join('\n');
    if (problems.length > 0) document.body.append(overlay);
    else if (id !== shown) location.reload();
    else overlay.remove();
  });
}
