// Help for writing Markdown: buttons above the box, and text pasted from Word or a web page becomes Markdown.
// The box is a plain textarea and works without this.
import './markdown-toolbar.js'
import './paste-html-to-markdown.js'

document.querySelectorAll('markdown-toolbar').forEach((toolbar) => {
  const box = document.getElementById(toolbar.getAttribute('for'))
  if (box) box.addEventListener('paste', window.pasteHtmlToGovspeak.pasteListener)
})
