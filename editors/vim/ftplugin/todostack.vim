" Settings for .todostack, the language of todoc.
"
"   g:todostack_folding = 1   fold blocks, lists and long texts
"   g:todostack_indent  = 0   leave 'shiftwidth' and its like as they are

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal iskeyword+=-
setlocal formatprg=todoc\ fmt\ -
let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< formatprg<'

if get(g:, 'todostack_indent', 1)
  setlocal expandtab shiftwidth=2 softtabstop=2
  let b:undo_ftplugin .= ' expandtab< shiftwidth< softtabstop<'
endif

if get(g:, 'todostack_folding', 0)
  setlocal foldmethod=syntax
  let b:undo_ftplugin .= ' foldmethod<'
endif
