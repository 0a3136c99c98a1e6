" Syntax of .todostack, the language of todoc.
"
" What is a block, a field or a name is told from where a word stands. The words themselves stand in
" syntax/todostack-words.vim, which is generated.

if exists('b:current_syntax')
  finish
endif

let s:cpo = &cpo
set cpo&vim

syn case match
syn iskeyword @,48-57,_,-
syn sync fromstart

syn cluster todostackValue contains=todostackText,todostackNumber,todostackBoolean,todostackNone,todostackPath,todostackList,todostackMap
syn cluster todostackListItem contains=todostackComment,@todostackValue

" Where a pattern fits at one place with others, the last one of this file wins.

" kind name : base { … }
syn match todostackUnknown /[A-Za-z_][A-Za-z0-9_-]*/ contains=todostackKind nextgroup=@todostackHead skipwhite skipempty
syn cluster todostackHead contains=todostackName,todostackColon,todostackBody
syn match todostackName /[A-Za-z_][A-Za-z0-9_-]*[A-Za-z0-9_-]\@!\%(\s*=[=>]\@!\)\@!\|"[^"\\]*"/ contained nextgroup=todostackColon,todostackExtends,todostackBody skipwhite skipempty
syn match todostackColon /:/ contained nextgroup=todostackBase skipwhite skipempty
syn match todostackBase /[A-Za-z_][A-Za-z0-9_-]*/ contained nextgroup=todostackExtends,todostackBody skipwhite skipempty
syn match todostackExtends /extends[A-Za-z0-9_-]\@!\ze\s*\%("\|#\|$\)/ contained nextgroup=todostackText skipwhite skipempty
syn region todostackBody matchgroup=todostackBrace start=/{/ end=/}/ contained fold contains=TOP,todostackStray

" Blocks whose keys are free, and objects
syn region todostackMap matchgroup=todostackBrace start=/{/ end=/}/ fold contains=todostackComment,todostackMapKey,todostackQuotedKey,todostackText,todostackNumber,todostackList,todostackMap
syn match todostackMapKey /[A-Za-z_][A-Za-z0-9_-]*/ contained nextgroup=todostackAssign skipwhite skipempty

" add, let and use
syn match todostackAdd /add\ze\%(\s\+[A-Za-z_]\|\s*$\)/
syn match todostackLet /let\ze\s\+\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"\\]*"\)\s*=[=>]\@!/ nextgroup=todostackConstant skipwhite
syn match todostackConstant /[A-Za-z_][A-Za-z0-9_-]*\|"[^"\\]*"/ contained nextgroup=todostackAssign skipwhite
syn match todostackUse /use\ze\s*\%(["']\|$\)/ nextgroup=todostackText skipwhite skipempty

" key = value
syn match todostackKey /[A-Za-z_][A-Za-z0-9_-]*\ze\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign skipwhite
syn match todostackAssign /=/ contained nextgroup=@todostackValue,todostackValueComment skipwhite skipempty

" Values
syn match todostackPath /[A-Za-z_][A-Za-z0-9_-]*\%(\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"\\$]*"\)\)*[A-Za-z0-9_-]\@!\%(\s*\%(=[=>]\@!\|{\)\)\@!/ contained contains=todostackDot,todostackRoot,todostackMember,todostackAttribute
syn match todostackDot /\./ contained
syn match todostackMember /\.\@1<=\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"\\$]*"\)/ contained
syn match todostackNumber /-\=\d\+\%(\.\d\+\)\=/ nextgroup=todostackUnit,todostackRange skipwhite
syn match todostackUnit /\d\@1<=[A-Za-z%][A-Za-z0-9%]*/ contained nextgroup=todostackRange skipwhite
syn match todostackRange /\.\./ contained nextgroup=todostackNumber,todostackNone,todostackBoolean skipwhite skipempty
syn match todostackBoolean /\%(true\|false\)[A-Za-z0-9_-]\@!/ contained nextgroup=todostackRange skipwhite
syn match todostackNone /\%(none\|null\)[A-Za-z0-9_-]\@!/ contained nextgroup=todostackRange skipwhite
syn region todostackList matchgroup=todostackBracket start=/\[/ end=/\]/ fold contains=@todostackListItem

" Text
syn match todostackBadQuotes /'[^']*'/
syn region todostackText matchgroup=todostackQuote start=/"/ end=/"/ end=/$/ contains=@todostackInText
syn region todostackText matchgroup=todostackQuote start=/"""/ end=/"""/ fold contains=@todostackInText
syn region todostackText matchgroup=todostackQuote start=/'''/ end=/'''/ fold
syn cluster todostackInText contains=todostackEscape,todostackBadEscape,todostackInterpolation
syn match todostackBadEscape /\\./ contained
syn match todostackEscape /\\\%([nt"\\$]\|u{\x\{1,6}}\)/ contained
syn region todostackInterpolation matchgroup=todostackInterpolationEdge start=/\${/ end=/}/ end=/\ze"/ end=/$/ contained contains=todostackPath

" Keys in quotes, once more than texts
syn match todostackQuotedKey /"\%([^"\\]\|\\.\)\+"\ze\s*=[=>]\@!/ nextgroup=todostackAssign skipwhite

syn match todostackComment /#.*$/ contains=todostackTodo,@Spell
syn match todostackValueComment /#.*$/ contained contains=todostackTodo,@Spell nextgroup=@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackTodo contained TODO FIXME XXX
syn match todostackStray /}/

runtime! syntax/todostack-words.vim

hi def link todostackComment Comment
hi def link todostackValueComment Comment
hi def link todostackTodo Todo
hi def link todostackAdd Statement
hi def link todostackLet Statement
hi def link todostackUse Include
hi def link todostackExtends Include
hi def link todostackKind Keyword
hi def link todostackName Function
hi def link todostackBase Type
hi def link todostackField Identifier
hi def link todostackConstant Identifier
hi def link todostackAssign Operator
hi def link todostackRange Operator
hi def link todostackChoice Constant
hi def link todostackNone Constant
hi def link todostackBoolean Boolean
hi def link todostackNumber Number
hi def link todostackUnit Type
hi def link todostackRoot Special
hi def link todostackAttribute Identifier
hi def link todostackText String
hi def link todostackQuote String
hi def link todostackEscape SpecialChar
hi def link todostackInterpolationEdge Special
hi def link todostackBadEscape Error
hi def link todostackBadQuotes Error
hi def link todostackStray Error

let b:current_syntax = 'todostack'

let &cpo = s:cpo
unlet s:cpo
