autocmd BufNewFile,BufRead *.todostack setfiletype todostack
