" The words of the vocabulary, for syntax/todostack.vim, which reads this file.
" Written from the vocabulary by `TODOC_UPDATE=1 cargo test --test docs`; a change here is lost.

syn keyword todostackKind contained affinity allow allow_from allow_to annotations anti_affinity args attributes
syn keyword todostackKind contained autoscale backup behavior certificate chart claim_retention cluster cluster_rule
syn keyword todostackKind contained config cron dapr database disruption dns env env_from environment file headers
syn keyword todostackKind contained host_alias image ingress init items job keys labels maintainer manifest metadata
syn keyword todostackKind contained metric metrics mount naming network node_selector object object_names options param
syn keyword todostackKind contained params patch pod_annotations pod_failure pod_labels pods policy port post_start
syn keyword todostackKind contained pre_stop probe profile resources route routes rule scale_down scale_up secret
syn keyword todostackKind contained secrets security selector selinux service service_account service_annotations
syn keyword todostackKind contained service_labels sidecar source spec spread stack strategy suffixes sysctls template
syn keyword todostackKind contained toleration values volume

syn keyword todostackField contained above access access_key action address allocate_node_ports apart api app_id
syn keyword todostackField contained app_protocol app_version apparmor args at audience auth average base before below
syn keyword todostackField contained bucket capabilities charts choices cidr class cluster cluster_ip command
syn keyword todostackField contained completions concurrency condition config config_map container context cpu cpus
syn keyword todostackField contained cron_job csi daemon_set deadline default default_deny delay deleted deliver
syn keyword todostackField contained deployment description digest direct disk disruption_budgets dns_policy dockerfile
syn keyword todostackField contained driver effect email enable_service_links enabled endpoint env_from
syn keyword todostackField contained ephemeral_storage except exec existing exists exit_codes expires exporter expose
syn keyword todostackField contained external external_ips external_ranges external_traffic failures file from
syn keyword todostackField contained from_claim from_snapshot fs_group fs_group_policy gateway gateway_namespace group
syn keyword todostackField contained groups grpc grpc_service hard health_check_node_port home honor_labels
syn keyword todostackField contained horizontal_pod_autoscaler host host_ipc host_network host_path host_pid host_type
syn keyword todostackField contained hostname hosts http https icon ignore_errors image immutable in indexed ingress
syn keyword todostackField contained ingress_namespace init init_timeout internal_traffic internet interval ip
syn keyword todostackField contained ip_families ip_family_policy issuer job keep keep_failed keep_succeeded key
syn keyword todostackField contained keywords kind kubernetes kubernetes_api label level load_balancer_class
syn keyword todostackField contained load_balancer_host load_balancer_ip load_balancer_source_ranges local_issuer
syn keyword todostackField contained log_level max max_concurrency max_failed_indexes max_size max_unavailable medium
syn keyword todostackField contained memory message min min_available min_domains min_length min_ready missing mode
syn keyword todostackField contained monitoring_namespace name names nameservers namespace namespaced naming near
syn keyword todostackField contained network_policies network_policy node_affinity node_local node_port node_taints
syn keyword todostackField contained not_exit_codes not_in object object_name of on optional parallel partition path
syn keyword todostackField contained pattern paused per_replica percent period platforms pod_disruption_budget
syn keyword todostackField contained pod_management pod_replacement pods port ports preemption prefix priority_class
syn keyword todostackField contained privilege_escalation privileged progress_deadline property protocol
syn keyword todostackField contained publish_not_ready pull_policy pull_secrets read_only read_only_root refresh region
syn keyword todostackField contained registry release replicas repository resources restart retries retries_per_index
syn keyword todostackField contained revision_history role rotation run run_as_root runtime_class scaled schedule
syn keyword todostackField contained scheduler scheme scopes scrape_timeout searches seccomp seconds secret secret_key
syn keyword todostackField contained secret_store section select service service_account session_affinity
syn keyword todostackField contained session_affinity_timeout share_processes size skew sleep sources start_deadline
syn keyword todostackField contained stateful_set storage storage_class store strip sub_path subdomain successes
syn keyword todostackField contained supplemental_groups surge suspend tag target targets tcp temporary
syn keyword todostackField contained termination_grace termination_message text time_zone timeout tls tls_secret to
syn keyword todostackField contained token topology traffic_distribution type unavailable unhealthy_pods uploader url
syn keyword todostackField contained user value verbs version volume_mode volume_name wait_for weight window working_dir
syn keyword todostackField contained writable

" Blocks whose keys are free.
syn match todostackMapHead /\%(allow\|annotations\|args\|attributes\|env\|headers\|items\|keys\|labels\|metadata\|node_selector\|object\|options\|params\|pod_annotations\|pod_labels\|pods\|resources\|routes\|selector\|service_annotations\|service_labels\|spec\|sysctls\|values\)[A-Za-z0-9_-]\@!\%(\s*=[=>]\@!\)\@!/ contains=todostackKind nextgroup=todostackMapName,todostackMap skipwhite skipempty

" Fields that take one of some words.
syn match todostackKey /\%(concurrency\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_concurrency skipwhite
syn match todostackAssign_concurrency /=/ contained nextgroup=todostackChoice_concurrency,todostackList_concurrency,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_concurrency contained allow forbid replace
syn region todostackList_concurrency matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_concurrency,@todostackListItem
hi def link todostackAssign_concurrency todostackAssign
hi def link todostackChoice_concurrency todostackChoice
syn match todostackKey /\%(unhealthy_pods\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_unhealthy_pods skipwhite
syn match todostackAssign_unhealthy_pods /=/ contained nextgroup=todostackChoice_unhealthy_pods,todostackList_unhealthy_pods,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_unhealthy_pods contained always if_healthy_budget
syn region todostackList_unhealthy_pods matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_unhealthy_pods,@todostackListItem
hi def link todostackAssign_unhealthy_pods todostackAssign
hi def link todostackChoice_unhealthy_pods todostackChoice
syn match todostackKey /\%(pull_policy\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_pull_policy skipwhite
syn match todostackAssign_pull_policy /=/ contained nextgroup=todostackChoice_pull_policy,todostackList_pull_policy,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_pull_policy contained always if_not_present never
syn region todostackList_pull_policy matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_pull_policy,@todostackListItem
hi def link todostackAssign_pull_policy todostackAssign
hi def link todostackChoice_pull_policy todostackChoice
syn match todostackKey /\%(fs_group_policy\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_fs_group_policy skipwhite
syn match todostackAssign_fs_group_policy /=/ contained nextgroup=todostackChoice_fs_group_policy,todostackList_fs_group_policy,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_fs_group_policy contained always on_root_mismatch
syn region todostackList_fs_group_policy matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_fs_group_policy,@todostackListItem
hi def link todostackAssign_fs_group_policy todostackAssign
hi def link todostackChoice_fs_group_policy todostackChoice
syn match todostackKey /\%(driver\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_driver skipwhite
syn match todostackAssign_driver /=/ contained nextgroup=todostackChoice_driver,todostackList_driver,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_driver contained bare docker hyperkit hyperv kvm2 podman qemu virtualbox
syn region todostackList_driver matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_driver,@todostackListItem
hi def link todostackAssign_driver todostackAssign
hi def link todostackChoice_driver todostackChoice
syn match todostackKey /\%(type\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_type skipwhite
syn match todostackAssign_type /=/ contained nextgroup=todostackChoice_type,todostackList_type,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_type contained basic_auth bool dockerconfigjson exact implementation integer on_delete opaque prefix recreate rolling ssh_auth text tls
syn region todostackList_type matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_type,@todostackListItem
hi def link todostackAssign_type todostackAssign
hi def link todostackChoice_type todostackChoice
syn match todostackKey /\%(volume_mode\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_volume_mode skipwhite
syn match todostackAssign_volume_mode /=/ contained nextgroup=todostackChoice_volume_mode,todostackList_volume_mode,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_volume_mode contained block filesystem
syn region todostackList_volume_mode matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_volume_mode,@todostackListItem
hi def link todostackAssign_volume_mode todostackAssign
hi def link todostackChoice_volume_mode todostackChoice
syn match todostackKey /\%(at\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_at skipwhite
syn match todostackAssign_at /=/ contained nextgroup=todostackChoice_at,todostackList_at,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_at contained build install
syn region todostackList_at matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_at,@todostackListItem
hi def link todostackAssign_at todostackAssign
hi def link todostackChoice_at todostackChoice
syn match todostackKey /\%(to\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_to skipwhite
syn match todostackAssign_to /=/ contained nextgroup=todostackChoice_to,todostackList_to,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_to contained claim s3
syn region todostackList_to matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_to,@todostackListItem
hi def link todostackAssign_to todostackAssign
hi def link todostackChoice_to todostackChoice
syn match todostackKey /\%(session_affinity\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_session_affinity skipwhite
syn match todostackAssign_session_affinity /=/ contained nextgroup=todostackChoice_session_affinity,todostackList_session_affinity,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_session_affinity contained client_ip off
syn region todostackList_session_affinity matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_session_affinity,@todostackListItem
hi def link todostackAssign_session_affinity todostackAssign
hi def link todostackChoice_session_affinity todostackChoice
syn match todostackKey /\%(expose\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_expose skipwhite
syn match todostackAssign_expose /=/ contained nextgroup=todostackChoice_expose,todostackList_expose,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_expose contained cluster headless load_balancer node_port off
syn region todostackList_expose matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_expose,@todostackListItem
hi def link todostackAssign_expose todostackAssign
hi def link todostackChoice_expose todostackChoice
syn match todostackKey /\%(external_traffic\|internal_traffic\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_external_traffic skipwhite
syn match todostackAssign_external_traffic /=/ contained nextgroup=todostackChoice_external_traffic,todostackList_external_traffic,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_external_traffic contained cluster local
syn region todostackList_external_traffic matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_external_traffic,@todostackListItem
hi def link todostackAssign_external_traffic todostackAssign
hi def link todostackChoice_external_traffic todostackChoice
syn match todostackKey /\%(dns_policy\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_dns_policy skipwhite
syn match todostackAssign_dns_policy /=/ contained nextgroup=todostackChoice_dns_policy,todostackList_dns_policy,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_dns_policy contained cluster_first cluster_first_with_host_net default own
syn region todostackList_dns_policy matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_dns_policy,@todostackListItem
hi def link todostackAssign_dns_policy todostackAssign
hi def link todostackChoice_dns_policy todostackChoice
syn match todostackKey /\%(kind\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_kind skipwhite
syn match todostackAssign_kind /=/ contained nextgroup=todostackChoice_kind,todostackList_kind,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_kind contained component configuration daemon_set deployment stateful_set
syn region todostackList_kind matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_kind,@todostackListItem
hi def link todostackAssign_kind todostackAssign
hi def link todostackChoice_kind todostackChoice
syn match todostackKey /\%(action\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_action skipwhite
syn match todostackAssign_action /=/ contained nextgroup=todostackChoice_action,todostackList_action,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_action contained count fail_index fail_job ignore
syn region todostackList_action matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_action,@todostackListItem
hi def link todostackAssign_action todostackAssign
hi def link todostackChoice_action todostackChoice
syn match todostackKey /\%(log_level\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_log_level skipwhite
syn match todostackAssign_log_level /=/ contained nextgroup=todostackChoice_log_level,todostackList_log_level,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_log_level contained debug error info warn
syn region todostackList_log_level matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_log_level,@todostackListItem
hi def link todostackAssign_log_level todostackAssign
hi def link todostackChoice_log_level todostackChoice
syn match todostackKey /\%(deleted\|scaled\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_deleted skipwhite
syn match todostackAssign_deleted /=/ contained nextgroup=todostackChoice_deleted,todostackList_deleted,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_deleted contained delete retain
syn region todostackList_deleted matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_deleted,@todostackListItem
hi def link todostackAssign_deleted todostackAssign
hi def link todostackChoice_deleted todostackChoice
syn match todostackKey /\%(host_type\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_host_type skipwhite
syn match todostackAssign_host_type /=/ contained nextgroup=todostackChoice_host_type,todostackList_host_type,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_host_type contained directory directory_or_create file file_or_create socket
syn region todostackList_host_type matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_host_type,@todostackListItem
hi def link todostackAssign_host_type todostackAssign
hi def link todostackChoice_host_type todostackChoice
syn match todostackKey /\%(medium\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_medium skipwhite
syn match todostackAssign_medium /=/ contained nextgroup=todostackChoice_medium,todostackList_medium,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_medium contained disk memory
syn region todostackList_medium matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_medium,@todostackListItem
hi def link todostackAssign_medium todostackAssign
hi def link todostackChoice_medium todostackChoice
syn match todostackKey /\%(ip_family_policy\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_ip_family_policy skipwhite
syn match todostackAssign_ip_family_policy /=/ contained nextgroup=todostackChoice_ip_family_policy,todostackList_ip_family_policy,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_ip_family_policy contained dual prefer_dual single
syn region todostackList_ip_family_policy matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_ip_family_policy,@todostackListItem
hi def link todostackAssign_ip_family_policy todostackAssign
hi def link todostackChoice_ip_family_policy todostackChoice
syn match todostackKey /\%(deliver\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_deliver skipwhite
syn match todostackAssign_deliver /=/ contained nextgroup=todostackChoice_deliver,todostackList_deliver,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_deliver contained env file
syn region todostackList_deliver matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_deliver,@todostackListItem
hi def link todostackAssign_deliver todostackAssign
hi def link todostackChoice_deliver todostackChoice
syn match todostackKey /\%(pod_replacement\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_pod_replacement skipwhite
syn match todostackAssign_pod_replacement /=/ contained nextgroup=todostackChoice_pod_replacement,todostackList_pod_replacement,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_pod_replacement contained failed terminating_or_failed
syn region todostackList_pod_replacement matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_pod_replacement,@todostackListItem
hi def link todostackAssign_pod_replacement todostackAssign
hi def link todostackChoice_pod_replacement todostackChoice
syn match todostackKey /\%(termination_message\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_termination_message skipwhite
syn match todostackAssign_termination_message /=/ contained nextgroup=todostackChoice_termination_message,todostackList_termination_message,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_termination_message contained file log
syn region todostackList_termination_message matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_termination_message,@todostackListItem
hi def link todostackAssign_termination_message todostackAssign
hi def link todostackChoice_termination_message todostackChoice
syn match todostackKey /\%(api\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_api skipwhite
syn match todostackAssign_api /=/ contained nextgroup=todostackChoice_api,todostackList_api,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_api contained gateway ingress
syn region todostackList_api matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_api,@todostackListItem
hi def link todostackAssign_api todostackAssign
hi def link todostackChoice_api todostackChoice
syn match todostackKey /\%(protocol\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_protocol skipwhite
syn match todostackAssign_protocol /=/ contained nextgroup=todostackChoice_protocol,todostackList_protocol,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_protocol contained grpc grpcs h2c http https sctp tcp udp
syn region todostackList_protocol matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_protocol,@todostackListItem
hi def link todostackAssign_protocol todostackAssign
hi def link todostackChoice_protocol todostackChoice
syn match todostackKey /\%(app_protocol\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_app_protocol skipwhite
syn match todostackAssign_app_protocol /=/ contained nextgroup=todostackChoice_app_protocol,todostackList_app_protocol,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_app_protocol contained grpc h2c http https ws wss
syn region todostackList_app_protocol matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_app_protocol,@todostackListItem
hi def link todostackAssign_app_protocol todostackAssign
hi def link todostackChoice_app_protocol todostackChoice
syn match todostackKey /\%(node_affinity\|node_taints\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_node_affinity skipwhite
syn match todostackAssign_node_affinity /=/ contained nextgroup=todostackChoice_node_affinity,todostackList_node_affinity,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_node_affinity contained honor ignore
syn region todostackList_node_affinity matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_node_affinity,@todostackListItem
hi def link todostackAssign_node_affinity todostackAssign
hi def link todostackChoice_node_affinity todostackChoice
syn match todostackKey /\%(run\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_run skipwhite
syn match todostackAssign_run /=/ contained nextgroup=todostackChoice_run,todostackList_run,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_run contained hook job
syn region todostackList_run matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_run,@todostackListItem
hi def link todostackAssign_run todostackAssign
hi def link todostackChoice_run todostackChoice
syn match todostackKey /\%(ip_families\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_ip_families skipwhite
syn match todostackAssign_ip_families /=/ contained nextgroup=todostackChoice_ip_families,todostackList_ip_families,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_ip_families contained ipv4 ipv6
syn region todostackList_ip_families matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_ip_families,@todostackListItem
hi def link todostackAssign_ip_families todostackAssign
hi def link todostackChoice_ip_families todostackChoice
syn match todostackKey /\%(preemption\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_preemption skipwhite
syn match todostackAssign_preemption /=/ contained nextgroup=todostackChoice_preemption,todostackList_preemption,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_preemption contained lower never
syn region todostackList_preemption matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_preemption,@todostackListItem
hi def link todostackAssign_preemption todostackAssign
hi def link todostackChoice_preemption todostackChoice
syn match todostackKey /\%(select\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_select skipwhite
syn match todostackAssign_select /=/ contained nextgroup=todostackChoice_select,todostackList_select,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_select contained max min off
syn region todostackList_select matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_select,@todostackListItem
hi def link todostackAssign_select todostackAssign
hi def link todostackChoice_select todostackChoice
syn match todostackKey /\%(restart\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_restart skipwhite
syn match todostackAssign_restart /=/ contained nextgroup=todostackChoice_restart,todostackList_restart,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_restart contained never on_failure
syn region todostackList_restart matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_restart,@todostackListItem
hi def link todostackAssign_restart todostackAssign
hi def link todostackChoice_restart todostackChoice
syn match todostackKey /\%(effect\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_effect skipwhite
syn match todostackAssign_effect /=/ contained nextgroup=todostackChoice_effect,todostackList_effect,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_effect contained no_execute no_schedule prefer_no_schedule
syn region todostackList_effect matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_effect,@todostackListItem
hi def link todostackAssign_effect todostackAssign
hi def link todostackChoice_effect todostackChoice
syn match todostackKey /\%(charts\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_charts skipwhite
syn match todostackAssign_charts /=/ contained nextgroup=todostackChoice_charts,todostackList_charts,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_charts contained one per_service
syn region todostackList_charts matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_charts,@todostackListItem
hi def link todostackAssign_charts todostackAssign
hi def link todostackChoice_charts todostackChoice
syn match todostackKey /\%(pod_management\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_pod_management skipwhite
syn match todostackAssign_pod_management /=/ contained nextgroup=todostackChoice_pod_management,todostackList_pod_management,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_pod_management contained ordered parallel
syn region todostackList_pod_management matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_pod_management,@todostackListItem
hi def link todostackAssign_pod_management todostackAssign
hi def link todostackChoice_pod_management todostackChoice
syn match todostackKey /\%(naming\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_naming skipwhite
syn match todostackAssign_naming /=/ contained nextgroup=todostackChoice_naming,todostackList_naming,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_naming contained plain release
syn region todostackList_naming matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_naming,@todostackListItem
hi def link todostackAssign_naming todostackAssign
hi def link todostackChoice_naming todostackChoice
syn match todostackKey /\%(traffic_distribution\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_traffic_distribution skipwhite
syn match todostackAssign_traffic_distribution /=/ contained nextgroup=todostackChoice_traffic_distribution,todostackList_traffic_distribution,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_traffic_distribution contained prefer_close prefer_same_node prefer_same_zone
syn region todostackList_traffic_distribution matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_traffic_distribution,@todostackListItem
hi def link todostackAssign_traffic_distribution todostackAssign
hi def link todostackChoice_traffic_distribution todostackChoice
syn match todostackKey /\%(access\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_access skipwhite
syn match todostackAssign_access /=/ contained nextgroup=todostackChoice_access,todostackList_access,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_access contained read_only_many read_write_many read_write_once read_write_once_pod
syn region todostackList_access matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_access,@todostackListItem
hi def link todostackAssign_access todostackAssign
hi def link todostackChoice_access todostackChoice
syn match todostackKey /\%(apparmor\|seccomp\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_apparmor skipwhite
syn match todostackAssign_apparmor /=/ contained nextgroup=todostackChoice_apparmor,todostackList_apparmor,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_apparmor contained runtime_default unconfined
syn region todostackList_apparmor matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_apparmor,@todostackListItem
hi def link todostackAssign_apparmor todostackAssign
hi def link todostackChoice_apparmor todostackChoice
syn match todostackKey /\%(storage\)\ze[A-Za-z0-9_-]\@!\s*=[=>]\@!/ contains=todostackField nextgroup=todostackAssign_storage skipwhite
syn match todostackAssign_storage /=/ contained nextgroup=todostackChoice_storage,todostackList_storage,@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_storage contained temporary
syn region todostackList_storage matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_storage,@todostackListItem
hi def link todostackAssign_storage todostackAssign
hi def link todostackChoice_storage todostackChoice

" What references begin and end with.
syn match todostackRoot /[A-Za-z0-9_."-]\@1<!\%(config\|database\|env\|environment\|image\|let\|param\|pod\|secret\|service\)\ze\./ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!service\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\%(\.ports\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\)\=\.\)\@200<=\%(address\|container_port\|host\|name\|port\|public_host\|public_origin\|public_url\|service_account\|url\)[A-Za-z0-9_.-]\@!/ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!database\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\%(\.ports\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\)\=\.\)\@200<=\%(address\|authority\|host\|name\|password\|port\|url\|user\)[A-Za-z0-9_.-]\@!/ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!secret\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\%(\.ports\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\)\=\.\)\@200<=\%(cert\|key\|object\|password\|private_key\|username\)[A-Za-z0-9_.-]\@!/ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!config\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\%(\.ports\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\)\=\.\)\@200<=\%(name\)[A-Za-z0-9_.-]\@!/ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!image\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\%(\.ports\.\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)\)\=\.\)\@200<=\%(reference\|repository\|tag\)[A-Za-z0-9_.-]\@!/ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!environment\.\)\@200<=\%(name\|namespace\|release\)[A-Za-z0-9_.-]\@!/ contained
syn match todostackAttribute /\%([A-Za-z0-9_."-]\@1<!pod\.\)\@200<=\%(ip\|limits.cpu\|limits.memory\|name\|namespace\|node\|node_ip\|requests.cpu\|requests.memory\|service_account\|uid\)[A-Za-z0-9_.-]\@!/ contained
