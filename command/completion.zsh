#compdef kuril
# Completion of kuril for zsh. To have it always, put this into ~/.zshrc:
#   eval "$(kuril completion zsh)"
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_kuril() {
	local line word text
	local -a open openText done doneText
	for line in "${(@f)$("${words[1]}" __complete zsh "${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${PREFIX}" 2>/dev/null)}"; do
		[[ -z $line ]] && continue
		if [[ $line == :files ]]; then
			compset -P '--[a-z]#='
			_files
			return
		fi
		word=${line%%$'\t'*}
		text=$word
		[[ $line == *$'\t'* ]] && text="$word  ${line#*$'\t'}"
		if [[ $word == *[:=,] ]]; then
			open+=("$word") openText+=("$text")
		else
			done+=("$word") doneText+=("$text")
		fi
	done
	(( $#open )) && compadd -S '' -d openText -- "${open[@]}"
	(( $#done )) && compadd -d doneText -- "${done[@]}"
}
compdef _kuril kuril
