" What Vim or Neovim sets for a file, and what `:make` finds in it.
"
"   vim -Nu NONE -i NONE -es -S settings.vim      with $PLUGIN, and in $FILE the file, in $OUTPUT where the JSON goes

set nomodeline hidden noswapfile encoding=utf-8
let &runtimepath = $PLUGIN . ',' . $VIMRUNTIME
filetype plugin indent on
syntax on

try
  execute 'edit' fnameescape($FILE)
  compiler todoc
  silent make!
  let places = map(getqflist(), '[v:val.lnum, v:val.col, v:val.type, v:val.nr, v:val.text]')
  if has('nvim')
    normal ggVGgc
  endif
  let commented = getline(1, '$')
  let seen = {'places': places, 'commented': commented, 'formatprg': &formatprg, 'foldmethod': &foldmethod}
  call map(['commentstring', 'comments', 'shiftwidth', 'expandtab'], 'extend(seen, {v:val: getbufvar("", "&" . v:val)})')
  setlocal filetype=text
  let seen.after = [&commentstring, &comments, &formatprg, &indentexpr]
  call writefile([json_encode(seen)], $OUTPUT)
catch
  call writefile([v:throwpoint, v:exception], '/dev/stderr')
  cquit
endtry
qall!
