//! The checker finds what is broken: a whole small release, and the same with one thing wrong.

use super::{Outside, dangling};
use crate::support::objects::parse;

const RELEASE: &str = r#"
apiVersion: v1
kind: ConfigMap
metadata: {name: shop-api, namespace: prod}
data: {LEVEL: info, CACHE: "redis://shop-cache:6379/0"}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop-api, namespace: prod}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: shop-secrets, namespace: prod}
spec:
  target: {name: shop-keys}
  data: [{secretKey: jwt, remoteRef: {key: shop}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop-api, namespace: prod}
spec:
  selector: {matchLabels: {component: api}}
  template:
    metadata: {labels: {component: api, tier: web}}
    spec:
      serviceAccountName: shop-api
      containers:
        - name: api
          ports: [{name: http, containerPort: 8080, protocol: TCP}]
          envFrom: [{configMapRef: {name: shop-api}}]
          env:
            - name: LEVEL
              valueFrom: {configMapKeyRef: {name: shop-api, key: LEVEL}}
            - name: JWT
              valueFrom: {secretKeyRef: {name: shop-keys, key: jwt}}
            - {name: DSN, value: "postgresql://app:$(JWT)@shop-cache.prod.svc:6379/app"}
          volumeMounts: [{name: files, mountPath: /etc/api}]
      volumes:
        - name: files
          configMap: {name: shop-api, items: [{key: LEVEL, path: level}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: shop-cache, namespace: prod}
spec:
  serviceName: shop-cache
  selector: {matchLabels: {component: cache}}
  template:
    metadata: {labels: {component: cache}}
    spec:
      containers:
        - name: redis
          args: ["$$(AS_IT_IS)", "--max=$(MAX)"]
          env: [{name: MAX, value: "7"}]
          ports: [{name: redis, containerPort: 6379}]
          volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates: [{metadata: {name: data}}]
---
apiVersion: v1
kind: Service
metadata: {name: shop-api, namespace: prod}
spec:
  selector: {component: api}
  ports: [{name: web, port: 80, targetPort: http}]
---
apiVersion: v1
kind: Service
metadata: {name: shop-cache, namespace: prod}
spec:
  clusterIP: None
  selector: {component: cache}
  ports: [{name: redis, port: 6379, targetPort: 6379}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop-web, namespace: prod}
spec:
  rules:
    - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop-api, port: {name: web}}}}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop-api, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop-api}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop-api, namespace: prod}
spec: {selector: {matchLabels: {component: api}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop-cache, namespace: prod}
spec:
  podSelector: {matchLabels: {component: cache}}
  ingress: [{from: [{podSelector: {matchLabels: {tier: web}}}], ports: [{port: 6379, protocol: TCP}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop-api, namespace: prod}
spec:
  podSelector: {matchLabels: {component: api}}
  egress:
    - {to: [{podSelector: {matchLabels: {component: cache}}}], ports: [{port: 6379}]}
    - to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
      ports: [{port: 53, protocol: UDP}]
"#;

fn outside() -> Outside {
    Outside { prefix: "shop".to_owned(), ..Outside::default() }
}

fn check(yaml: &str, outside: &Outside) -> Vec<String> {
    dangling(&parse(yaml).unwrap(), outside)
}

#[test]
fn a_sound_release_has_no_dangling_reference() {
    assert_eq!(check(RELEASE, &outside()), Vec::<String>::new());
}

/// Every change breaks one reference; the finding names what is not there.
#[test]
fn each_broken_reference_is_found() {
    for (sound, broken, finding) in [
        ("configMapKeyRef: {name: shop-api,", "configMapKeyRef: {name: shop-apl,", "ConfigMap shop-apl"),
        ("configMapKeyRef: {name: shop-api, key: LEVEL", "configMapKeyRef: {name: shop-api, key: LVL", "the key LVL"),
        ("configMapRef: {name: shop-api", "configMapRef: {name: other", "ConfigMap other"),
        ("configMap: {name: shop-api", "configMap: {name: gone", "ConfigMap gone"),
        ("items: [{key: LEVEL", "items: [{key: NONE", "the key NONE"),
        ("secretKeyRef: {name: shop-keys", "secretKeyRef: {name: shop-secrets", "Secret shop-secrets"),
        ("key: jwt}", "key: jvt}", "the key jvt"),
        ("env: [{name: MAX", "env: [{name: MOST", "the variable MAX"),
        ("serviceAccountName: shop-api", "serviceAccountName: shop", "ServiceAccount shop"),
        ("volumeMounts: [{name: files", "volumeMounts: [{name: file", "the volume file"),
        ("{component: api, tier: web}", "{component: app, tier: web}", "Service prod/shop-api selects no pod"),
        ("targetPort: http", "targetPort: https", "port \"https\""),
        ("targetPort: 6379", "targetPort: 6380", "port 6380"),
        ("targetPort: 6379", "targetPort: \"6379\"", "port \"6379\""),
        (
            "service: {name: shop-api, port: {name: web}}",
            "service: {name: shop-web, port: {name: web}}",
            "Service shop-web",
        ),
        ("port: {name: web}", "port: {number: 8080}", "port 8080 that Service shop-api"),
        ("kind: Deployment, name: shop-api", "kind: Deployment, name: shop-ap", "scales Deployment prod/shop-ap"),
        (
            "spec: {selector: {matchLabels: {component: api}}}",
            "spec: {selector: {matchLabels: {component: x}}}",
            "PodDisruptionBudget",
        ),
        ("podSelector: {matchLabels: {tier: web}}", "podSelector: {matchLabels: {tier: www}}", "selects no pod"),
        ("ports: [{port: 6379, protocol: TCP}]", "ports: [{port: 80, protocol: TCP}]", "leads to port 80"),
        ("ports: [{port: 6379, protocol: TCP}]", "ports: [{port: 6379, protocol: UDP}]", "leads to port 6379 UDP"),
        ("ports: [{port: 6379}]", "ports: [{port: 6378}]", "leads to port 6378"),
        ("serviceName: shop-cache", "serviceName: shop-cash", "Service shop-cash"),
        ("redis://shop-cache:6379", "redis://shop-cash:6379", "Service shop-cash"),
        ("redis://shop-cache:6379", "redis://shop-cache:6380", "port 6380 that Service shop-cache"),
        ("shop-cache.prod.svc", "shop-cache.other.svc", "Service shop-cache, which is not there"),
    ] {
        assert!(RELEASE.contains(sound), "{sound}");
        let found = check(&RELEASE.replacen(sound, broken, 1), &outside());
        assert!(found.iter().any(|line| line.contains(finding)), "{broken}: {found:?}");
    }
}

#[test]
fn what_the_author_or_the_user_keeps_is_outside() {
    let kept =
        RELEASE.replace("ExternalSecret", "Other").replace("configMapRef: {name: shop-api", "configMapRef: {name: old");
    assert_eq!(check(&kept, &outside()).len(), 2);
    let names = ["old".to_owned()].into();
    assert_eq!(check(&kept, &Outside { names, secrets: true, ..outside() }), Vec::<String>::new());
}

#[test]
fn an_optional_key_may_be_missing() {
    let optional = RELEASE.replace("key: jwt}", "key: jvt, optional: true}");
    assert_eq!(check(&optional, &outside()), Vec::<String>::new());
}

#[test]
fn one_namespace_does_not_see_the_objects_of_another() {
    let moved = RELEASE.replacen(
        "kind: ConfigMap\nmetadata: {name: shop-api, namespace: prod}",
        "kind: ConfigMap\nmetadata: {name: shop-api, namespace: dev}",
        1,
    );
    assert!(check(&moved, &outside()).iter().any(|line| line.contains("ConfigMap shop-api")));
}
