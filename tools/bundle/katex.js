// KaTeX as a single module.
export { default } from "katex";
