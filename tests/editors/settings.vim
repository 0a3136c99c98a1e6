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
  let seen = {'places': map(getqflist(), '[v:val.lnum, v:val.col, v:val.type, v:val.nr, v:val.text]'), 'commented': []}
  silent normal! gggqG
  let seen.formatted = getline(1, '$')
  if has('nvim')
    " Neovim comments out by itself, with 'commentstring'.
    normal 1Ggcc
    normal 4Ggcc
    let seen.commented = [getline(1), getline(4)]
  endif
  let seen.options = [&commentstring, &comments, &shiftwidth, &expandtab, &foldmethod]
  setlocal filetype=text
  let seen.undone = &commentstring !=# '# %s' && &formatprg ==# '' && &indentexpr ==# '' && &iskeyword !~# ',-'
  call writefile([json_encode(seen)], $OUTPUT)
catch
  call writefile([v:throwpoint, v:exception], '/dev/stderr')
  cquit
endtry
qall!
