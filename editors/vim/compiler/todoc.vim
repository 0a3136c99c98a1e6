" `:compiler todoc` and `:make`: what `todoc check` finds in the stack of the current file, as a list of places.

if exists('g:current_compiler')
  finish
endif
let g:current_compiler = 'todoc'

if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=todoc\ check\ --color\ never\ %:S

" A message, and the place that stands first below it; a place further below belongs to the same message.
CompilerSet errorformat=%Eerror[%*[A-Z]%n]:\ %m,%Wwarning[%*[A-Z]%n]:\ %m,%Inote[%*[A-Z]%n]:\ %m,%Z%*\\s┌─\ %f:%l:%v,%-G%.%#
