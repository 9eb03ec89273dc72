// KaTeX as one module.
export { default } from "katex";
