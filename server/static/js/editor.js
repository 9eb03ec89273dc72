// CodeMirror with our theme, keys and marks. Knows nothing about drafts or submissions.
import * as cm from "../vendor/editor.js";

const colors = cm.HighlightStyle.define([
  { tag: [cm.tags.keyword, cm.tags.operatorKeyword, cm.tags.bool, cm.tags.null, cm.tags.self], color: "var(--code-keyword)" },
  { tag: [cm.tags.function(cm.tags.definition(cm.tags.variableName)), cm.tags.definition(cm.tags.className), cm.tags.className], color: "var(--code-name)" },
  { tag: [cm.tags.string, cm.tags.special(cm.tags.string)], color: "var(--code-string)" },
  { tag: cm.tags.number, color: "var(--code-number)" },
  { tag: cm.tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
]);

const look = cm.EditorView.theme({
  "&": { height: "100%" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { padding: "8px 0 48px", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px" },
  ".cm-gutters": { background: "var(--surface)", color: "var(--muted)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 12px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-activeLineGutter": { color: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "color-mix(in srgb, var(--accent) 20%, transparent)", outline: "1px solid var(--control)" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--control)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic": { fontFamily: "var(--mono)", fontSize: "0.8125rem" },
});

const fromOutside = cm.Annotation.define();

export class Editor {
  /** @param {{parent: Element, doc: string, label: string, describedBy: string, nonce: string, onEdit: (text: string) => void, onCheck: () => void, onSubmit: () => void}} options */
  constructor({ parent, doc, label, describedBy, nonce, onEdit, onCheck, onSubmit }) {
    const run = (action) => () => { action(); return true; };
    this.view = new cm.EditorView({
      parent,
      state: cm.EditorState.create({
        doc,
        extensions: [
          cm.EditorView.cspNonce.of(nonce),
          cm.keymap.of([
            { key: "Ctrl-Enter", mac: "Mod-Enter", run: run(onCheck), preventDefault: true },
            { key: "Ctrl-Shift-Enter", mac: "Mod-Shift-Enter", run: run(onSubmit), preventDefault: true },
          ]),
          cm.lineNumbers(), cm.lintGutter(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(),
          cm.highlightSpecialChars(), cm.drawSelection(), cm.dropCursor(), cm.history(), cm.indentOnInput(),
          cm.indentUnit.of("    "), cm.EditorState.tabSize.of(4), cm.bracketMatching(), cm.closeBrackets(),
          cm.pythonLanguage, cm.syntaxHighlighting(colors), look,
          cm.keymap.of([...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.historyKeymap, cm.indentWithTab]),
          cm.EditorView.contentAttributes.of({
            "aria-label": label, "aria-describedby": describedBy, tabindex: "0", spellcheck: "false", autocapitalize: "off", autocorrect: "off",
          }),
          cm.EditorView.updateListener.of((update) => { if (update.docChanged) onEdit(update.state.doc.toString()); }),
        ],
      }),
    });
  }

  get text() { return this.view.state.doc.toString(); }

  /** Replaces the whole text in one step, which Ctrl+Z undoes. */
  replace(text) {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      annotations: [fromOutside.of(true), cm.isolateHistory.of("full")],
    });
  }

  undo() { cm.undo(this.view); }

  focus() { this.view.focus(); }

  /** @param {{line: number, message: string}[]} marks line numbers start at 1; lines beyond the end are ignored. */
  mark(marks) {
    const { doc } = this.view.state;
    const diagnostics = marks.filter(({ line }) => line >= 1 && line <= doc.lines).map(({ line, message }) => {
      const { from, to, text } = doc.line(line);
      return { from: from + (text.length - text.trimStart().length), to, severity: "error", message };
    });
    this.view.dispatch(cm.setDiagnostics(this.view.state, diagnostics));
  }
}
