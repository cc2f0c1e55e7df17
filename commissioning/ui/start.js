// Starts the GOV.UK components, and the MoJ ones only on pages that have any. Every page works without this file.
import { initAll } from './govuk-frontend.min.js'
import { initSending } from './sending.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
initSending()

if (document.querySelector('[data-module^="moj-"]')) {
  import('./moj-frontend.min.js').then((moj) => moj.initAll())
}

if (document.querySelector('[data-shown-with]')) {
  import('./asked.js').then((asked) => asked.initAsked())
}

if (document.querySelector('[data-refresh]')) {
  import('./refresh.js').then((refresh) => refresh.initRefresh())
}

if (document.querySelector('markdown-toolbar')) {
  import('./markdown.js')
}
