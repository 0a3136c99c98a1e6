" What Vim or Neovim makes of files: for each, its lines as pieces of text with the innermost group, the levels of folds, and
" the lines after all indentation outside of texts was taken away and the whole file indented anew.
"
"   vim -Nu NONE -i NONE -es -S paint.vim      with $PLUGIN, and in $LIST the files, in $OUTPUT where the JSON goes

set nomodeline hidden noswapfile encoding=utf-8
let &runtimepath = $PLUGIN . ',' . $VIMRUNTIME
let g:todostack_folding = 1
filetype plugin indent on
syntax on

function Paint(line) abort
  let pieces = []
  let text = getline(a:line)
  let column = 0
  while column < strlen(text)
    let width = strlen(matchstr(text, '.', column))
    let group = synIDattr(synID(a:line, column + 1, 1), 'name')
    if !empty(pieces) && pieces[-1][1] ==# group
      let pieces[-1][0] .= strpart(text, column, width)
    else
      call add(pieces, [strpart(text, column, width), group])
    endif
    let column += width
  endwhile
  return pieces
endfunction

function Look(file) abort
  execute 'edit' fnameescape(a:file)
  if &filetype !=# 'todostack'
    throw 'the file type of ' . a:file . ' is ' . &filetype
  endif
  let lines = range(1, line('$'))
  let seen = {'lines': map(copy(lines), 'Paint(v:val)'), 'folds': map(copy(lines), 'foldlevel(v:val)')}
  let outside = filter(copy(lines), 'synIDattr(synID(v:val, 1, 1), "name") !=# "todostackText"')
  call map(outside, 'setline(v:val, substitute(getline(v:val), "^\\s*", "", ""))')
  silent normal! gg=G
  let seen.indented = getline(1, '$')
  bwipeout!
  return seen
endfunction

try
  call writefile([json_encode(map(readfile($LIST), 'Look(v:val)'))], $OUTPUT)
catch
  call writefile([v:throwpoint, v:exception], '/dev/stderr')
  cquit
endtry
qall!
