/** esbuild bundles these imports into one style sheet. */
declare module '*.css';
