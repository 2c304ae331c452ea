# Completion of kuril for bash. To have it always, put this into ~/.bashrc:
#   eval "$(kuril completion bash)"
_kuril() {
	local IFS=$'\n' reply current
	COMPREPLY=()
	reply=($("${COMP_WORDS[0]}" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null))
	case "${reply[0]}" in
	:files)
		current=${COMP_WORDS[COMP_CWORD]}
		[[ $current == = ]] && current=
		COMPREPLY=($(compgen -f -- "$current"))
		compopt -o filenames 2>/dev/null
		;;
	*[:=,])
		COMPREPLY=("${reply[@]}")
		compopt -o nospace 2>/dev/null
		;;
	*)
		COMPREPLY=("${reply[@]}")
		;;
	esac
}
complete -F _kuril kuril
