/** What the preview's server publishes about the last build (see dev/preview/http/build-events.ts). */
interface BuildState {
  readonly id: string;
  readonly problems: readonly string[];
}

/** Reloads the page when there is a newer build, and shows over it why there is none. */
export function showBuildState(document: Document): void {
  const shown = document.documentElement.dataset['build'];
  const overlay = document.createElement('pre');
  overlay.className = 'build-problems';
  overlay.dataset['previewBuildProblems'] = '';
  overlay.setAttribute('role', 'alert');
  new EventSource('/preview/events').addEventListener('message', ({ data }) => {
    // The preview's own server wrote it.
    const { id, problems } = JSON.parse(data) as BuildState;
    overlay.textContent = problems.join('\n');
    if (problems.length > 0) document.body.append(overlay);
    else if (id !== shown) location.reload();
    else overlay.remove();
  });
}
