" Indentation of .todostack: one step for each brace and bracket that stays open, and texts of several lines as they stand.

if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=TodostackIndent(v:lnum)
setlocal indentkeys=0{,0},0],!^F,o,O
setlocal autoindent nosmartindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< autoindent< smartindent<'

if exists('*TodostackIndent')
  finish
endif

function TodostackIndent(line) abort
  if s:InText(a:line)
    return -1
  endif
  let above = prevnonblank(a:line - 1)
  while above > 1 && s:InText(above)
    let above -= 1
  endwhile
  if above == 0
    return 0
  endif
  let steps = s:Opened(above, a:line) - strlen(substitute(matchstr(getline(a:line), '^\s*\zs[]} \t]*'), '\s', '', 'g'))
  return max([0, indent(above) + steps * shiftwidth()])
endfunction

" Whether a line begins inside of a text.
function s:InText(line) abort
  return a:line > 1 && s:IsText(a:line - 1, strlen(getline(a:line - 1)) + 1) && s:IsText(a:line, 1)
endfunction

" How many braces and brackets stay open from one line to another, without those that close at the first line's start.
function s:Opened(from, to) abort
  let open = 0
  for line in range(a:from, a:to - 1)
    let text = getline(line)
    let start = line == a:from ? strlen(matchstr(text, '^[]} \t]*')) : 0
    let column = match(text, '[][{}]', start)
    while column >= 0
      if synIDattr(synID(line, column + 1, 1), 'name') =~# '^todostack\%(Brace\|Bracket\)$'
        let open += text[column] =~# '[[{]' ? 1 : -1
      endif
      let column = match(text, '[][{}]', column + 1)
    endwhile
  endfor
  return open
endfunction

function s:IsText(line, column) abort
  for id in synstack(a:line, a:column)
    if synIDattr(id, 'name') ==# 'todostackText'
      return 1
    endif
  endfor
  return 0
endfunction
